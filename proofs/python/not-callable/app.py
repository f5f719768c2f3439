class Car:
    @property
    def name(self):
        return 'Kar'


car = Car()
print(car.name())
