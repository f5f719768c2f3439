near: 5
output "ip" {
  value = aws_instance.web.public_ip
}

output "password" {
  value = random_password.db.result
}
