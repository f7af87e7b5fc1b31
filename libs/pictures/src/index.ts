export * from './component-picture-channel';
export * from './exchange-all';
export * from './picture-channel';
export * from './picture-download';
export * from './picture-exchange';
export * from './pictures-config';
export * from './pictures-schema';
export { unusablePicture } from './picture.problems';
