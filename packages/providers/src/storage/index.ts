export { createDiskStorage } from './disk-storage.ts';
export { isFileKey } from './file-key.ts';
export { createS3Storage, type S3Options } from './s3-storage.ts';
