class A
  def name=(n)
    self.name = n
  end
end
A.new.name = 1
