def deliver(queue)
  raise "queue is paused" if queue == :paused

  puts "sent"
end

deliver(:paused)
