import './csp';
import './styles/replay.css';
import { start } from './recordings/recordingPage';

const screen = document.getElementById('terminal');
const chrome = document.getElementById('chrome');
if (screen && chrome) void start(screen, chrome);
