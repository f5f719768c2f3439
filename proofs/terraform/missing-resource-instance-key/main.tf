resource "terraform_data" "app" {
  count = 2
}

output "id" {
  value = terraform_data.app.id
}
