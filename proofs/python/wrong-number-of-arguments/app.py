class Car:
    def drive():
        return 'brumm'


print(Car().drive())
