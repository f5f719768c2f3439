import boto3

print(boto3.Session(profile_name='app').region_name)
