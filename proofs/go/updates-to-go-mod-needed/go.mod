module example.com/app

go 1.19

require example.com/a v0.0.0

replace example.com/a => ./a

replace example.com/b => ./b
