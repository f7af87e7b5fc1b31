export * from './assert-unreachable';
export * from './clock';
export * from './config';
export * from './database';
export * from './errors';
export * from './lanes';
export * from './logger';
export * from './tracing';
