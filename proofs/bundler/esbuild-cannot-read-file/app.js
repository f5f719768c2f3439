import "~/m";
