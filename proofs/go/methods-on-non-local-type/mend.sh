sed -i -e 's/^func (t time.Time)/type Moment struct{ time.Time }\n\nfunc (t Moment)/' -e 's/time.Time{}.Short/Moment{}.Short/' main.go
