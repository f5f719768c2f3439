<?php

namespace You;

use Composer\Composer;
use Composer\IO\IOInterface;

class Plug implements \Composer\Plugin\PluginInterface
{
    public function activate(Composer $composer, IOInterface $io) {}
    public function deactivate(Composer $composer, IOInterface $io) {}
    public function uninstall(Composer $composer, IOInterface $io) {}
}
