import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import type { Problem } from '#core/problem'
import { newId } from '../db/id.js'
import { reader } from '../db/transaction.js'
import { askOf } from '../http/idempotency.js'
import { Asked, Input } from '../http/input.js'
import { Refusal, refuse } from '../http/refusal.js'
import { ENGINE, type Engine } from '../instances/engine.js'
import { Admin, Who } from '../people/access.js'
import { nameOf, type UserPrincipal } from '../people/principal.js'
import { mustSend } from './access.js'
import { readMessage } from './buffer.js'
import { listMessages, sentOf, wholeOf } from './list-messages.js'
import { deleteMessage, resendMessage } from './mend-message.js'
import { ListMessages, ResendMessage, SendMessage, type MessageInfo, type MessagePage, type SentMessage } from './messages.api.js'
import { sendMessage } from './send-message.js'
import { expiryOf } from './ttl.js'

@Controller('api/v1/messages')
export class MessagesController {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  @Post()
  @HttpCode(202)
  async send(
    @Who() who: UserPrincipal,
    @Req() request: FastifyRequest,
    @Input(SendMessage) { name, key = '', data = {}, id, ttl }: SendMessage,
  ): Promise<SentMessage> {
    mustSend(who)
    const at = this.now()
    const outcome = await sendMessage(this.engine, {
      id: id ?? askOf(request, nameOf(who)).key ?? newId(),
      name,
      key,
      data,
      at,
      expiresAt: expiry(ttl, at),
      n: 0,
      by: who.id,
      source: 'api',
    })
    if ('reused' in outcome) refuse(422, 'MESSAGE_ID_REUSED')
    return sentOf(outcome.message, this.now())
  }

  @Get()
  @Admin()
  list(@Asked(ListMessages) asked: ListMessages): Promise<MessagePage> {
    return listMessages(reader(this.engine.db), asked, this.now())
  }

  @Get(':message')
  @Admin()
  async read(@Param('message') id: string): Promise<MessageInfo> {
    const row = await readMessage(reader(this.engine.db), id)
    return row ? wholeOf(row, this.now()) : refuse(404, 'NO_SUCH_MESSAGE')
  }

  @Post(':message/resend')
  @Admin()
  @HttpCode(202)
  async resend(@Param('message') id: string, @Input(ResendMessage) { ttl }: ResendMessage): Promise<SentMessage> {
    const outcome = await resendMessage(this.engine, id, expiry(ttl, this.now()))
    if ('refused' in outcome) throw refusal(outcome.refused)
    return sentOf(outcome.message, this.now())
  }

  @Delete(':message')
  @Admin()
  @HttpCode(204)
  async delete(@Param('message') id: string): Promise<void> {
    const outcome = await deleteMessage(this.engine, id)
    if (outcome) throw refusal(outcome.refused)
  }

  private now(): string {
    return this.engine.clock.now().toISOString()
  }
}

function expiry(ttl: number | string | undefined, at: string): string {
  const until = expiryOf(ttl, at)
  if (typeof until !== 'string') throw new Refusal(400, until.problem.code, [until.problem])
  return until
}

const refusal = (found: Problem): Refusal => new Refusal(found.code === 'NO_SUCH_MESSAGE' ? 404 : 409, found.code, [found])
