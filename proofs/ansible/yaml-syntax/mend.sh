sed -i 's/msg: \(.*\)/msg: "\1"/' play.yml
