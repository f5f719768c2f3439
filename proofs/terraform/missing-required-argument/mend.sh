# Gives the variable a default.
sed -i 's/variable "name" {}/variable "name" {\n  default = "app"\n}/' app/main.tf
