# Mends what the first error says.
sed -i 's/if n {/if n > 0 {/' main.go
