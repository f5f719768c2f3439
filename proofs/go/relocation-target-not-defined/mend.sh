cat > simd/sum_other.go <<'G'
//go:build !plan9

package simd

func sum(a, b int) int { return a + b }
G
rm simd/doc.s
sed -i '/^func sum/d' simd/sum.go
