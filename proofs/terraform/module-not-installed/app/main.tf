variable "name" {
  default = "app"
}
