# Uses the two-value form.
sed -i 's/fmt.Println(v.(string))/s, ok := v.(string)\n\tfmt.Println(s, ok)/' main.go
