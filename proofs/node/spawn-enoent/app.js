require("child_process").spawn("nosuchprogram");
