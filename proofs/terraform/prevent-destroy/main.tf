resource "terraform_data" "app" {
  lifecycle {
    prevent_destroy = true
  }
}
