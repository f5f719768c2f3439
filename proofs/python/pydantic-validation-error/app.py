from pydantic import BaseModel


class User(BaseModel):
    name: str
    age: int | None


print(User(name='Ann'))
