provider "aws" {
  region = "eu-central-1"
}

resource "aws_instance" "web" {
  ami           = "ami-0abc" # Debian
  instance_type = "t3.micro"
}
