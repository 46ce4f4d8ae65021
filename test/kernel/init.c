/* The first process of the guest: mounts what node needs, loads the modules, runs the program, switches the machine off. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void load(const char *path) {
  int file = open(path, O_RDONLY);
  if (file < 0 || syscall(SYS_finit_module, file, "", 0) != 0) perror(path);
  if (file >= 0) close(file);
}

int main(void) {
  mount("proc", "/proc", "proc", 0, "");
  mount("sys", "/sys", "sysfs", 0, "");
  mount("dev", "/dev", "devtmpfs", 0, "");
  mount("tmp", "/tmp", "tmpfs", 0, "");
  int console = open("/dev/ttyS0", O_RDWR);
  for (int fd = 0; fd < 3; fd++) dup2(console, fd);
  load("/modules/hid.ko");
  load("/modules/hid-generic.ko");
  load("/modules/uhid.ko");
  setenv("PATH", "/bin", 1);
  if (fork() == 0) {
    chdir("/program");
    execl("/bin/node", "node", "guest.js", (char *)0);
    perror("node");
    _exit(127);
  }
  int status = 0;
  wait(&status);
  printf("guest ended %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  fflush(stdout);
  sync();
  reboot(RB_POWER_OFF);
}
