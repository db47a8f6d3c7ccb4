import { Module } from '@nestjs/common'
import { TypeOrmModule } from '@nestjs/typeorm'
import type { DataSource, DataSourceOptions } from 'typeorm'
import { CONFIG, WrongSetting, type Config } from '../config.js'
import { dataSourceOptions, openDatabase } from './data-source.js'
import { databaseFacts, unfit } from './fit.js'
import { networkFileSystemOf } from './network-files.js'

/** Gives TypeORM's DataSource to everybody: `@InjectDataSource() db`. A database that could lose what it was given is refused. */
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        ...dataSourceOptions(config.database),
        autoLoadEntities: true,
        retryAttempts: 0,
        formloom: config,
      }),
      dataSourceFactory: options => open(options as DataSourceOptions & { formloom: Config }),
    }),
  ],
})
export class DbModule {}

function open({ formloom: config, ...options }: DataSourceOptions & { formloom: Config }): Promise<DataSource> {
  const type = config.database.url ? undefined : networkFileSystemOf(config.database.folder)
  if (type)
    throw new WrongSetting(
      `The data folder ${config.database.folder} lies on a network file system (${type}), where SQLite can lose data: set DATA_DIR to a local disk, or DATABASE_URL to a database server.`,
    )
  return openDatabase(options as DataSourceOptions, {
    // a server that stands still gives its row locks back before the others take its jobs over
    idleSeconds: Math.max(1, Math.min(10, Math.floor(config.leaseSeconds / 2))),
    async check(db) {
      const found = unfit(await databaseFacts(db))
      if (found) throw new WrongSetting(found.sentence)
    },
  })
}
