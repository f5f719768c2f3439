resource "terraform_data" "app" {
  inputs = "a"
}
