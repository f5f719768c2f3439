variable "name" {
  default = "app"
}

output "name" {
  value = var.nmae
}
