resource "terraform_data" "app" {
  for_each = ["a", "b"]
}
