package simd

func sum(a, b int) int

// Sum adds.
func Sum(a, b int) int { return sum(a, b) }
