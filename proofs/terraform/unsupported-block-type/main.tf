resource "terraform_data" "app" {
  input {
    name = "a"
  }
}
