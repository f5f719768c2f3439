output "password" {
  value = var.password
}
