import boto3

client = boto3.client('sqs', aws_access_key_id='a', aws_secret_access_key='b')
print(client.meta.region_name)
