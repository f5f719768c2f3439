from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = 'users'
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


def made(new_session):
    with new_session() as session:
        user = User(name='Ann')
        session.add(user)
        session.commit()
    return user


engine = create_engine('sqlite://')
Base.metadata.create_all(engine)
print(made(sessionmaker(engine)).name)
