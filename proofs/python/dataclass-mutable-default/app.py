from dataclasses import dataclass, field


@dataclass
class Job:
    tags: list = []


print(Job())
