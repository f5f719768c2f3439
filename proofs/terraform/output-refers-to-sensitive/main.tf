variable "password" {
  default   = "a"
  sensitive = true
}
