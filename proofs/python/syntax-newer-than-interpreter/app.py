import sys

match len(sys.argv):
    case 1:
        print("alone")
