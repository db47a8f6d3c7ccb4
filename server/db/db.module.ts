import { Module } from '@nestjs/common'
import { TypeOrmModule } from '@nestjs/typeorm'
import { CONFIG, type Config } from '../config.js'
import { dataSourceOptions, openDatabase } from './data-source.js'

/** Gives TypeORM's DataSource to everybody: `@InjectDataSource() db`. */
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({ ...dataSourceOptions(config.database), autoLoadEntities: true, retryAttempts: 0 }),
      dataSourceFactory: options => openDatabase(options!),
    }),
  ],
})
export class DbModule {}
