// A server that speaks S3, from the npm package s3rver: node server.mjs PORT FOLDER BUCKET
import S3rver from 's3rver';

const [port, directory, bucket] = process.argv.slice(2);
new S3rver({ port: Number(port), address: '127.0.0.1', directory, silent: true, configureBuckets: [{ name: bucket }] }).run();
