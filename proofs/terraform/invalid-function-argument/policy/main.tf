output "text" {
  value = file("policy.json")
}
