from pydantic import BaseModel, Field


class Item(BaseModel):
    code: str = Field(regex='a+')


print(Item(code='aa'))
