task :deploy do
end
