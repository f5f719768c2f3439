variable "names" {
  default = []
}

output "first" {
  value = var.names[0]
}
