resource "terraform_data" "app" {
  input = "a"
}

output "name" {
  value = terraform_data.app.name
}
