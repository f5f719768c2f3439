resource "terraform_data" "app" {
  provisioner "local-exec" {
    command = "test -f ready"
  }
}
