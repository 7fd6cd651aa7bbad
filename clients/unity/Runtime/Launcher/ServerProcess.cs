using System;
using System.Diagnostics;
using System.Text;
using System.Threading;

namespace Npcgen
{
    /// <summary>
    /// One process of npcgen serve on free ports. It reads our end of its stdin, and stops when that
    /// closes: with the game, however the game ends.
    /// </summary>
    public sealed class ServerProcess : IDisposable
    {
        private const int LogChars = 4000;
        private const int StopMs = 10000;
        private const string Flags = "serve --grpc-port 0 --http-port 0 --json --stop-with-parent";

        private readonly StringBuilder log = new StringBuilder();
        private readonly Process process;
        private volatile string announced = "";

        /// <param name="arguments">More of npcgen serve's, quoted as on a command line.</param>
        /// <exception cref="Failure">SERVER_STOPPED, where the program can't be started.</exception>
        public ServerProcess(string command, string arguments)
        {
            var start = new ProcessStartInfo(command, Flags + " " + arguments)
            {
                UseShellExecute = false,
                CreateNoWindow = true,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            try
            {
                process = Process.Start(start);
            }
            catch (Exception problem)
            {
                // NOTE: of many kinds: no such file, no right to, IL2CPP without processes.
                throw Failure.Make(Reason.ServerStopped, "'" + command + "' can't be started: " + problem.Message);
            }
            new Thread(ReadAnnouncement) { IsBackground = true }.Start();
            process.ErrorDataReceived += (_, line) => Keep(line.Data);
            process.BeginErrorReadLine();
        }

        /// <summary>The address of its HTTP port; empty as long as it hasn't said.</summary>
        public string BaseUrl
        {
            get { return Said("http"); }
        }

        public bool HasExited
        {
            get { return process.HasExited; }
        }

        /// <summary>The end of what it logged, and why it couldn't begin.</summary>
        public string LogTail
        {
            get
            {
                lock (log)
                {
                    return (Said("error") + "\n" + log).Trim();
                }
            }
        }

        /// <summary>Asks it to stop, and returns at once: no frame waits for it. It is killed when it doesn't.</summary>
        public void Dispose()
        {
            try
            {
                process.StandardInput.Close();
            }
            catch (Exception problem) when (problem is InvalidOperationException || problem is System.IO.IOException)
            {
                // It was gone already.
            }
            new Thread(SeeOff) { IsBackground = true }.Start();
        }

        private void SeeOff()
        {
            try
            {
                if (!process.WaitForExit(StopMs))
                {
                    process.Kill();
                }
            }
            catch (InvalidOperationException)
            {
                // It was gone already.
            }
            process.Dispose();
        }

        private void ReadAnnouncement()
        {
            announced = process.StandardOutput.ReadLine() ?? "";
        }

        private void Keep(string line)
        {
            if (line == null)
            {
                return;
            }
            lock (log)
            {
                log.AppendLine(line);
                log.Remove(0, Math.Max(0, log.Length - LogChars));
            }
        }

        private string Said(string field)
        {
            byte[] line = Encoding.UTF8.GetBytes(announced);
            if (line.Length == 0 || line[0] != '{')
            {
                return "";
            }
            var json = new JsonReader();
            json.Reset(line, 0, line.Length);
            string said = "";
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs(field))
                {
                    said = json.AtString() ? json.ReadString() : json.ReadRaw();
                }
                else
                {
                    json.Skip();
                }
            }
            return said;
        }
    }
}
