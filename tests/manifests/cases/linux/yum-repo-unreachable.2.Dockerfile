FROM centos:8
RUN yum install -y git
