def area(width, height):
    return width * height


print(area(width=2, heigth=3))
