/** What Fluxa uses of the S3 client: of a package that is imported when needed, all would be bundled. */
export { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
