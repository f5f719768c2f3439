# The hook is called at the top of the component.
sed -i -e '/^const \[name\]/d' -e 's/^function Hello() {/&\n  const [name] = useState("Ann");/' app.js
