terraform {
  backend "local" {
    path = "app.tfstate"
  }
}

output "a" {
  value = 1
}
