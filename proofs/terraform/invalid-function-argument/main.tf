module "policy" {
  source = "./policy"
}
