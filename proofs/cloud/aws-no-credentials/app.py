import boto3

client = boto3.client('s3', region_name='eu-west-1')
print(client.generate_presigned_url('get_object', Params={'Bucket': 'b', 'Key': 'k'}))
