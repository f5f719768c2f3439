# Names the instance.
sed -i 's/terraform_data.app.id/terraform_data.app[0].id/' main.tf
